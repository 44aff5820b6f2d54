"""What a filter's incidents come to: by place and view, by time, by area, in figures. All from the columns of a snapshot."""
