"""What a figure shows of functions of one variable: families, tangents, marks, panels, names and words."""
