"""Where things stand so that nothing covers anything: axes on the canvas, legends, labels beside points."""
