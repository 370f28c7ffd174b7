"""Decisions for others' gates: asked by a platform's backend, enforced where the image is made."""
