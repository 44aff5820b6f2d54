"""Parse single cells: days, figures, points, countries."""
