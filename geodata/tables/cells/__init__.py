"""What single cells say: days, figures, points, countries."""
