"""The sums: frames and arrays in, frames and arrays out. No file, clock, network or setting."""
