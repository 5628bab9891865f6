"""How the pictures of the corpus are drawn: scenes are data, this folder is the small program that draws them."""
