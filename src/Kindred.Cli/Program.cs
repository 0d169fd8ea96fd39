Console.WriteLine("kindred");
