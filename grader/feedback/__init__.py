"""What a student reads of a report, as a page of Markdown and one of HTML.

Report ──▶ page (what is told, under a `reveal`) ──▶ render (Markdown, HTML)
                 ▲ lesson (hints, where to read)  ▲ layout (values as rows) ◀── value (read from text)
"""
