"""Benchmarks of speed and memory, each compared with a floor or a peer in the same run: `make bench`."""
