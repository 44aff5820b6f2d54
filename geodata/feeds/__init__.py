"""Watch feeds: fetch new articles, read them, and add them to the workspace.

parsing      RSS and Atom, in a separate process
kept         the feeds that are watched, their items, and when they are due
watching     one check of one feed
alarms       which new incidents raise an alarm, and where
command      `geodata watch`
"""
