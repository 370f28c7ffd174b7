"""The local server: the real handlers behind a stand-in for CloudFront and API Gateway."""
