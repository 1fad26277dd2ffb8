"""Lines with products and prices: their grid, their catalogue, their sums."""
