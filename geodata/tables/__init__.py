"""Read other people's tables into our fields."""
