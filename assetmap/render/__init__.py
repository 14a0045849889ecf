"""The pictures and the words: results as maps and plain sentences."""
