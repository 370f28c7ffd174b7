"""The core of Lexloci: the law as data, what is possible, and the verdict.

Pure: standard library only, no clock, no I/O, no environment. Same arguments, same answer.

    places    where calls come from: the tree of places and their days
    facts     what a call can be, and what is possible when not all is known
    rulebook  the frozen law: versions of rules as columns of bits
    verdict   judge: what the law of every possible place asks
    plain     the slow, plain evaluator that tests hold `verdict` against
    explain   why, by which law, and what would settle it
    freeze    from rules as written to the rulebook as judged
    errors    everything that can be wrong with a rulebook
"""
