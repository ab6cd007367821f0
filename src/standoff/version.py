"""The version of the package, for the floors below its façade."""

VERSION = "0.1.0"
