"""What a platform's own servers take with them: single files that need nothing else of Lexloci."""
