"""Paper and pictures of the record pages: posters as PDF, preview cards as PNG, QR codes as SVG.

Typst sets the text (Persian shaped by the font's own rules, selectable in the PDF); what it is
given are plain strings and drawings of ours, never its own markup.
"""
