"""Values that words state: numbers, people, dates. Most rules have their examples in the same file."""
