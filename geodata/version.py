"""The version of the distribution, which every reading records."""

VERSION = "0.1.0"
