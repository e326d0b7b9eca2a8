"""What a figure shows of functions of two variables: fields, levels, bands, arrows, axes of curvature."""
