def show(error):
    show_dialog("Select a file from the list")
    show_dialog("Delete the selected rows from the shelf")
