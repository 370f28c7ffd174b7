"""The console: the law of the world, one call, the ledger and what changes, in a browser.

A page is a function from the desk and an address to one document; the same document is the page's
JSON (`.json` behind its address) and what its template shows. Nothing is stored, no cookie is set,
and every state is in the address.
"""
