"""An answer as somebody sees it. One module a surface; none decides what is in an answer."""
