"""What is asked of people at clients, and how they are reached: shared by the screens that show them."""
