"""Words and numbers on paper: mathtext, titles in lines, ticks, and what curves and axes are called."""
