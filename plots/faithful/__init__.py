"""What is known of a curve between the points that were looked at, and the strokes that show it to a pixel."""
