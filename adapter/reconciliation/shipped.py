SHIPPED = None  # type: ignore
