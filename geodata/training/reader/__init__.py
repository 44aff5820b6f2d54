"""From marked articles to the files of `geodata/reading/model`. See `__main__.py`."""
