"""What happens by itself: deadlines that fall due, notices to deliver, documents to render."""
