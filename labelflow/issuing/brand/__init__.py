"""What a label is recognised by: its badge, its logos, its sharing images. SVG first; pixels are made of it."""
