"""What stands in the files of figures: the bytes of each format, and the alternative text in them."""
