"""placeholder"""
def report(comparison, command, versions):
    return "<html></html>"
