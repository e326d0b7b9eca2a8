"""What a figure shows of data files: series of points, fits with their bands, the truth behind them."""
