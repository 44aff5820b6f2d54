"""Feeds that are watched: new articles are fetched, read, and joined to the workspace.

parsing      RSS and Atom, in a separate process
kept         which feeds are watched, what they gave, when they are due
watching     one check of one feed
alarms       which new incidents raise an alarm, and where
command      `geodata watch`
"""
