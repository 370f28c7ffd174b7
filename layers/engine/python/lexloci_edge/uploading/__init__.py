"""Uploads: files too large to come through API Gateway, put into a bucket and named by an id."""
