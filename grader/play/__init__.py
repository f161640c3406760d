"""A page on which the student's own functions train live: `grader play`.

    page ⇄ server (a thread) ⇄ trainer (the main thread) ⇄ student (a sandboxed worker that runs `inside`)

An `Experiment` decides everything, and stands in the page's address; `points` are what it trains on, `messages`
what goes to the page and comes from it, `reply` what a worker's answer must look like.
"""
