"""Scripts that make the data files this package ships. Nothing imports them."""
