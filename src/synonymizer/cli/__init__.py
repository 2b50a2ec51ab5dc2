"""The command line: reads arguments and files, asks the library, writes answers. It decides nothing about variants."""
