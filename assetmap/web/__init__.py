"""The face: the same answers in a browser, for everyone, with no internet."""
