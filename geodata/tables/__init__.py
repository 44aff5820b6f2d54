"""Tables of other people, as our fields."""
