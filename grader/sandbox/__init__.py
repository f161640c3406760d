"""Where student code runs: a process of its own that holds no secret and can do next to nothing.

    session (trusted) ── control socket ──> zygote ── fork ──> worker (the student's)
        └────────────────────── calls and replies, data only ────────┘

`isolation` takes rights away, `zygote` forks workers, `worker` runs in them, `wire` is what crosses,
`peer` takes turns over it, `transport` waits for it, `remote` stands in for student code on the trusted
side and `places` tells where that raised, `ahead` sends it what a check will ask, `processor` keeps both
sides on one, `clock` times them, and `canary` tries it all.
"""
