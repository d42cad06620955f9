"""What reviewers read: a printable page (page.render) and a summary on the terminal (summary.summary)."""
