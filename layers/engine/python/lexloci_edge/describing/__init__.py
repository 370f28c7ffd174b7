"""What callers can ask, told as OpenAPI 3.1: made from the models that read and write it."""
