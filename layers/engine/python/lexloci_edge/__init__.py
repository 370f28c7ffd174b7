"""The edge of Lexloci: everything that touches the world around the judging.

arrivals   what API Gateway hands us: path, headers, body
proof      did it come through our distribution; vault: secrets; rotation: how that one is renewed
bodies     strict JSON; forms: strict multipart
calls      the OpenAI Images shapes that are judged; fields: what each field may hold
sizes      what an answer will weigh
fronts     which headers say where a caller stands; geography: those -> places
networks   who runs which network; whereabouts: all evidence of the place, joined
claims     signed claims -> what is proven to us; keysets: by whose keys; binding: for which body
evidence   all of it -> one set of possibilities per depiction
records    what the ledger keeps; ledger, dynamo: where it keeps it
upstream   the image server behind us
answers    what the caller sees
gate       the way of a call, in order; live: the gate of this environment
"""
