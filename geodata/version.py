"""The version of the distribution, and so of every reading it makes."""

VERSION = "0.1.0"
