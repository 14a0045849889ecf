"""The doors: each reads or writes one outside thing and checks it once."""
