"""Summaries of a filter's incidents, by place and view, by time, by area and in figures, from the columns of a snapshot."""
