"""The use cases in order: read → map → resolve → reconcile → plan. Import from the file of the use case: mapping
loads no more than
mapping needs."""
