def show():
    print("Select an order from the list.")
    print("Update your profile first")
