"""French typography."""


def french_spaces(text: str) -> str:
    """No line breaks before `: ; ?` and inside guillemets."""
    for sign in ":;?»":
        text = text.replace(f" {sign}", f"\N{NO-BREAK SPACE}{sign}")
    return text.replace("« ", "«\N{NO-BREAK SPACE}")
