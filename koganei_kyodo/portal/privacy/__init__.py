"""Personal data: where it stands, how a person sees, corrects, stops and erases it, until when."""
