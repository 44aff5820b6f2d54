"""Values that words state: numbers, people, dates. Each rule has its examples in the same file."""
