"""A layer's module, to be found by the function."""

GREETING = "hello from the layer"
