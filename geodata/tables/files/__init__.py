"""Read files as tables of text, whatever their format."""
